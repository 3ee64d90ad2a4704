"""The wall between the student's code and the tests.

Student's kernel                 verifier                          grader
`agent.serve(fd)`   <- frames -> `link`, `proxy`, `shadow`, `cells` <- frames -> `session`

`wire`, `packing`, `unpacking`, `channel`: what both sides speak. `agent`, `agent_state`,
`agent_twins`: the student's side, untrusted. `link`: requests, deadlines, seeds. `proxy`,
`handle`, `shadow`, `blueprint`, `crossing`: the student's objects as the verifier sees them;
`twins`: many calls on twins of one of them in one crossing. `cells`, `verifier`:
running the instructor's cells. `session`: what the grader uses.

This module imports nothing, so that the agent starts quickly in the student's kernel.
"""
