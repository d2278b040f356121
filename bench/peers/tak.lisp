(load (merge-pathnames "timing.lisp" *load-truename*))
(defun tak (x y z) (if (< y x) (tak (tak (1- x) y z) (tak (1- y) z x) (tak (1- z) x y)) z))
(measure (lambda () (let ((r 0)) (dotimes (i 10 r) (setf r (tak 18 12 6))))))
