(load (string-append (path-parent (car (command-line))) "/timing.ss"))
(define (make d) (if (zero? d) (cons '() '()) (cons (make (- d 1)) (make (- d 1)))))
(define (check t) (if (null? (car t)) 1 (+ 1 (check (car t)) (check (cdr t)))))
(report (lambda () (do ([i 0 (+ i 1)] [s 0 (+ s (check (make 14)))]) ((= i 20) s))))
