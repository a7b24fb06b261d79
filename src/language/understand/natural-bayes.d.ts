// The file itself, because the package's index of classifiers also loads maximum entropy: 200 ms at start instead of 15.
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  import { BayesClassifier } from 'natural/lib/natural/classifiers/index.js';
  export default BayesClassifier;
}
