"""Arrays in the published safetensors layout: header length, JSON header, little-endian buffers."""

import json
import struct

import numpy as np

DTYPES = {'F64': '<f8', 'F32': '<f4', 'I32': '<i4', 'U8': '|u1'}
NAMES = {np.dtype(spelled): name for name, spelled in DTYPES.items()}


def encode_tensors(tensors: dict[str, np.ndarray]) -> bytes:
    """The file's bytes; wider types first, so that every buffer is aligned to its item size."""
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].dtype.itemsize, item[0]))
    header: dict[str, object] = {'__metadata__': {'format': 'mlops-model'}}
    buffers = []
    offset = 0
    for name, tensor in ordered:
        kind = NAMES[tensor.dtype.newbyteorder('<')]
        content = np.ascontiguousarray(tensor, DTYPES[kind]).tobytes()
        header[name] = {'dtype': kind, 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(content)]}
        buffers.append(content)
        offset += len(content)
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    return struct.pack('<Q', len(text)) + text + b''.join(buffers)
