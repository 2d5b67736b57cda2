"""The journal: append-only, hash-chained history of every act; also the only writer of a state."""
