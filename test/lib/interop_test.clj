(ns lib.interop-test
  (:require [clojure.test :refer [deftest is testing]]))

(definterface Overloaded (find [^int i]) (find [^Object o]))
(deftype Thing []
  Overloaded
  (find [_ ^int i] [:int i])
  (find [_ ^Object o] [:object o]))

(deftest overloads-of-one-arity
  (testing "the method for objects serves for all"
    (is (= [:object "a"] (.find (Thing.) "a")))
    (is (= [:object 1] (.find (Thing.) 1)))))

(deftest locks
  (testing "an actor that is ended inside a lock does not keep it"
    (let [lock (Object.)
          inside (promise)
          f (future (locking lock (deliver inside true) (Thread/sleep 60000)))]
      @inside
      (future-cancel f)
      (is (= :free (locking lock :free)))))
  (testing "leaving a lock that is not held"
    (is (thrown? IllegalMonitorStateException (monitor-exit (Object.))))))
