"""The mathematics, with no idea of tabs: arrays and frames in, arrays and frames out."""
