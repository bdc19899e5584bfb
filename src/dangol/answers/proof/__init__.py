"""Whether what a sentence says stands in what it cites, sentence by sentence. Start at ``prover``."""
