(load (merge-pathnames "timing.lisp" *load-truename*))
(defun make (d) (if (zerop d) (cons nil nil) (cons (make (1- d)) (make (1- d)))))
(defun check (tree) (if (null (car tree)) 1 (+ 1 (check (car tree)) (check (cdr tree)))))
(measure (lambda () (loop repeat 20 sum (check (make 14)))))
