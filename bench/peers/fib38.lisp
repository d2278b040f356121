(load (merge-pathnames "timing.lisp" *load-truename*))
(defun fib (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(measure (lambda () (fib 38)))
