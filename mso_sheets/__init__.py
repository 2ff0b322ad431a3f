"""MSO Sheets: the spreadsheet that runs a team's projects, made to run itself."""

__version__ = "0.1.0"
