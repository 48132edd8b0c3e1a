"""WHO IS ASKING. The routing matrix and one package an adapter."""
