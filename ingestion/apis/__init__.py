"""Official APIs: asking page by page, tokens, refusals, and what answers hold."""
