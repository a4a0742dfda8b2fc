"""Puts what the system refuses to do, or ends, into sentences."""

from __future__ import annotations

import errno
from concurrent.futures import BrokenExecutor

FAULTS = (OSError, BrokenExecutor)  # what `told` can explain

_ENDED = (
    "The system ended a process that drew charts, as it does when memory runs out: close other "
    "programs, then run the command again."
)
_FULL = "the disk is full; free some space, then run the command again."
_FORBIDDEN = "the system does not permit this; may you read and write here?"
_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FAULTS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "a file would be larger than the system permits.",
    errno.EROFS: "this is read-only, and the command has to write here.",
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOTDIR: "a file stands where a folder is needed; move it away.",
    errno.EEXIST: "a file stands where a folder is needed; move it away.",
    errno.EISDIR: "a folder stands where a file is needed; move it away.",
    errno.EBUSY: "the system uses this, perhaps as a mount point; unmount it.",
    errno.EXDEV: "this can't be moved from one disk to another.",
}


def told(error: OSError | BrokenExecutor) -> str:
    """Return a sentence for a fault that a person can mend; "" for any other."""
    if isinstance(error, BrokenExecutor):
        return _ENDED
    said = _FAULTS.get(error.errno or 0, "")
    if said and error.filename:
        return f"{error.filename}: {said}"
    # Only a file that is being written has no name here; other errors are about something else.
    return said[:1].upper() + said[1:] if error.errno in _WRITING else ""
