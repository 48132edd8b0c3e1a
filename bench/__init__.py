"""The security benchmark: AgentDojo's tasks against a running paios, with a model that is lost.

It starts paios as a person would and speaks with it over its published interfaces alone; paios never
imports it and knows nothing of it. docs/SECURITY-BENCHMARK.md tells the method.
"""
