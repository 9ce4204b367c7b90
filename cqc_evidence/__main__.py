"""`python -m cqc_evidence` is `cqc-evidence`."""

from cqc_evidence.cli.main import run

if __name__ == "__main__":
    run()
