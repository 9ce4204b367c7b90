"""Tables of `evidence/data/`: their contracts, and files read into typed rows with places."""
