"""Files become rows: read, judged cell by cell, and put into a store in one step."""
