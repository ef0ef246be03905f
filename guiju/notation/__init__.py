"""The notation: Markdown -> blocks (reader) -> words (lexer) -> parse (grammar) -> nodes (builder, expressions)."""
