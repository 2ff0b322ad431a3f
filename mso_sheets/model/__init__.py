"""The values that flow through the house: plain frozen data, no behaviour that needs a vendor.

A run in one line: `Snapshot` (cells as read) -> `Tables` (typed) -> `Result`s -> `Report`
-> `TabContent` and `Message` -> `Plan` -> `Changes` (one atomic write) and posts.
"""
