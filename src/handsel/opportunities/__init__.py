"""THE HEART: the opportunity, who may do what to it, and the commands of the gate.

Every change is `lock → decide → change → record`, whoever asks: page, API, import, timer or demo.
"""
