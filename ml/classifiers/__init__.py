"""Classifiers: examples in, versioned models out, and what an agency needs to answer for them.

`specs` and `examples` say what a classifier is and learns from; `bodies` tunes one encoder for all of them, `heads` puts a
calibrated head with a threshold on it, `training` makes a version of both; `registry` keeps versions, `promotion` decides
which one labels; `engine` reads texts, `labelling` documents; `evaluation`, `drift` and `review` watch over it.
"""
