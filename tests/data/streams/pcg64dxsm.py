"""First outputs of two streams, by NumPy's PCG64DXSM and the blake3 package (pip install numpy blake3).

The key names sixteen consecutive replicates; its hash, extended to sixteen times 256 bits, gives each its
seed. The first 128 bits of a seed are added to the increment (the last 128, made odd) and advanced once, as
rand_pcg's `from_seed` does.
"""
import blake3
import numpy as np


def first_outputs(replicate):
    key = b"parsim stream v1" + (20191006).to_bytes(8, "little")  # tag, study seed
    key += b"\0"  # common random numbers: no scenario
    key += b"\1" + (replicate // 16).to_bytes(8, "little")
    key += b"noise"
    seed = blake3.blake3(key).digest(length=32, seek=32 * (replicate % 16))
    increment = int.from_bytes(seed[16:], "little") | 1
    state = (int.from_bytes(seed[:16], "little") + increment) % 2**128
    state = (state * 0xDA942042E4DD58B5 + increment) % 2**128
    generator = np.random.PCG64DXSM()
    setting = generator.state
    setting["state"] = {"state": state, "inc": increment}
    generator.state = setting
    return generator.random_raw(3)


for replicate in [0, 37]:
    print(replicate, *first_outputs(replicate))
