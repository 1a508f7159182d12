"""The pages and the command line: all that shows what the questions answered."""
