"""What mail servers, providers and people send back: read it, say what it is, act on it."""
