bench_api() { :; }; end_api() { :; }
