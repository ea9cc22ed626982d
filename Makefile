.PHONY: run test check fix types bench

run: ; @python3 bootstrap.py run
test: ; @python3 bootstrap.py test
check: ; @python3 bootstrap.py check
fix: ; @python3 bootstrap.py fix
types: ; @python3 bootstrap.py types
bench: ; @python3 bootstrap.py bench
