"""Bytes of a TensorBoard event file for Tests/TensorTests/EventFileTests.swift, written by the tensorboard package; and,
given a file, what that package reads from it.

Run: python Tests/Oracles/event_file.py         (pip install tensorboard==2.21.0)
     python Tests/Oracles/event_file.py FILE    checks a file written by Equipoise
"""
import base64
import io
import struct
import sys

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

if len(sys.argv) == 2:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    for event in EventFileLoader(sys.argv[1]).Load():
        for value in event.summary.value:
            number = struct.unpack("f", struct.pack("f", value.tensor.float_val[0]))[0]
            print(event.wall_time, event.step, value.tag, number)
        if event.file_version:
            print(event.wall_time, event.file_version)
else:
    class Buffer(io.BytesIO):
        def close(self):
            pass

    buffer = Buffer()
    writer = RecordWriter(buffer)
    writer.write(Event(wall_time=1700000000.25, file_version="brain.Event:2").SerializeToString())
    for step, tag, number in [(1, "train/loss", 0.5), (300, "学习率", -1.25e-3), (2**40, "x" * 200, float("inf"))]:
        summary = Summary(value=[Summary.Value(tag=tag, simple_value=number)])
        writer.write(Event(wall_time=1700000001.5, step=step, summary=summary).SerializeToString())
    print(base64.b64encode(buffer.getvalue()).decode())
