(load (string-append (path-parent (car (command-line))) "/timing.ss"))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(report (lambda () (fib 38)))
