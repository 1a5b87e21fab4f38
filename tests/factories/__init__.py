"""Real rows for tests: people of every role, and stories in any state, made by the domain's own acts."""
