"""How rooms speak HTTP: endpoints in one transaction, problem answers, cursors, idempotency keys."""
