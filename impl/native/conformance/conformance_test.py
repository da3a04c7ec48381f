#!/usr/bin/env python3
"""That the comparison can fail, and that strace is read as it writes.

    conformance_test.py PROGRAM     extram-native-callbacks
"""

import sys
import unittest

import conformance
from strace_text import ALL, Unreadable, callbacks_of, calls_of, effect_of, mask_of, text_of

PROGRAM = ""

INTERLEAVED = """\
[pid 11] write(-1, "begin", 5)       = -1 EBADF (Bad file descriptor)
[pid 12] rt_sigprocmask(SIG_SETMASK, ~[RTMIN RT_1], [], 8) = 0
[pid 11] rt_sigprocmask(SIG_SETMASK, NULL,  <unfinished ...>
[pid 12] sigaltstack(NULL,  <unfinished ...>
strace: Process 13 attached
[pid 11] <... rt_sigprocmask resumed>[USR1], 8) = 0
[pid 11] --- SIGURG {si_signo=SIGURG, si_code=SI_TKILL, si_pid=10, si_uid=0} ---
[pid 12] <... sigaltstack resumed>{ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=0}) = 0
[pid 11] write(1, "end", 3)          = 3
[pid 12] gettid()                    = 12
[pid 11] write(-1, "end", 3)         = -1 EBADF (Bad file descriptor)
[pid 12] +++ exited with 0 +++
"""


class Reading(unittest.TestCase):
    def test_a_call_that_comes_in_two_pieces_is_one(self):
        self.assertEqual([call.name for call in calls_of(INTERLEAVED)],
                         ["write", "rt_sigprocmask", "rt_sigprocmask", "sigaltstack", "write", "gettid", "write"])
        for prefix in ("[pid 11] ", "[pid   11] ", "11 ", "11    "):
            text = INTERLEAVED.replace("[pid 11] ", prefix)
            self.assertEqual(callbacks_of(text), [["mask? = [USR1]"]], prefix)

    def test_each_call_is_told_in_our_words(self):
        for line, step in (
                ("rt_sigprocmask(SIG_SETMASK, ~[], NULL, 8) = 0", "mask = ~[]"),
                ("rt_sigprocmask(SIG_SETMASK, ~[], [HUP RT_7], 8) = 0", "mask = ~[] was [HUP RT_7]"),
                ("rt_sigprocmask(SIG_SETMASK, NULL, ~[KILL STOP], 8) = 0", "mask? = ~[KILL STOP]"),
                ("sigaltstack(NULL, {ss_sp=0x1, ss_flags=0, ss_size=65536}) = 0", "altstack? = 65536"),
                ("sigaltstack({ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=0}, NULL) = 0", "altstack = none"),
                ("gettid()                = 7", "gettid"),
                ('write(-1, "in Go", 5) = -1 EBADF (Bad file descriptor)', "<in Go>")):
            text = f'7 write(-1, "begin", 5) = -1 EBADF (x)\n7 {line}\n7 write(-1, "end", 3) = -1 EBADF (x)\n'
            self.assertEqual(callbacks_of(text), [[step]], line)

    def test_what_is_no_trace_is_refused(self):
        for text in ("hello", "7 <... gettid resumed>) = 7", "7 gettid() = ?\n"):
            with self.assertRaises(Unreadable, msg=text):
                callbacks_of('7 write(-1, "begin", 5) = -1 EBADF (x)\n' + text)
        with self.assertRaises(Unreadable):  # the thread that began never ends
            callbacks_of('7 write(-1, "begin", 5) = -1 EBADF (x)\n8 write(-1, "end", 3) = -1 EBADF (x)\n')
        for line in ("rt_sigprocmask(SIG_BLOCK, ~[], NULL, 8) = 0", "rt_sigprocmask(SIG_SETMASK, [NO], NULL, 8) = 0",
                     "sigaltstack({ss_sp=0x1, ss_flags=0, ss_size=9}, NULL) = -1 ENOMEM (Cannot allocate memory)"):
            with self.assertRaises(Unreadable, msg=line):
                callbacks_of(f'7 write(-1, "begin", 5) = -1 EBADF (x)\n7 {line}\n')

    def test_masks_are_sets(self):
        self.assertEqual(len(ALL), 64)
        self.assertEqual(mask_of("~[]"), ALL)
        self.assertEqual(mask_of("[USR1 HUP]"), mask_of("[HUP USR1]"))
        self.assertEqual(text_of(mask_of("~[STOP KILL]")), "~[KILL STOP]")
        self.assertEqual(text_of(frozenset()), "[]")


class Effects(unittest.TestCase):
    def test_what_happens_where_all_is_blocked_is_not_seen(self):
        apart = ["mask? = []", "mask = ~[]", "altstack? = none", "altstack = 32768", "mask = []", "gettid", "<in Go>"]
        folded = ["mask = ~[] was []", "altstack = 32768 was none", "mask = []", "<in Go>"]
        self.assertEqual(effect_of(apart), effect_of(folded))
        in_go = "mask [], altstack 32768"
        self.assertEqual(effect_of(apart), ["mask [], altstack none", "all blocked", in_go, "<in Go>", in_go])
        put_back = ["mask = ~[] was []", "altstack = 32768 was 65536", "altstack = 65536", "mask = []"]
        self.assertEqual(effect_of(put_back), effect_of(["mask? = []", "mask = ~[]", "altstack? = 65536", "mask = []"]))

    def test_the_rest_is(self):
        right = ["mask = ~[] was []", "altstack = 32768 was none", "mask = []", "<in Go>"]
        for wrong in (["mask = ~[KILL HUP] was []", "altstack = 32768 was none", "mask = []", "<in Go>"],
                      ["altstack = 32768 was none", "mask = ~[] was []", "mask = []", "<in Go>"],
                      ["mask = ~[] was []", "mask = []", "altstack = 32768 was none", "<in Go>"],
                      ["mask = ~[] was []", "altstack = 32768 was none", "<in Go>", "mask = []"]):
            self.assertNotEqual(effect_of(wrong), effect_of(right), wrong)


class Comparing(unittest.TestCase):
    """Each mutant makes one call too few, or with a wrong mask."""

    def convict(self, mutant, case, line):
        with self.assertRaises(conformance.Failed) as raised:
            conformance.hold(mutant, case, conformance.native(PROGRAM, mutant, case),
                             conformance.lines_of(conformance.GO[case]))
        self.assertRegex(str(raised.exception), line)

    def test_mutants_do_not_conform(self):
        self.convict("mask_not_restored", "plain", r"! mask = \[\] +$")
        self.convict("altstack_not_removed", "plain", r"! altstack = none +mask = \[\]")
        self.convict("minit_keeps_mask", "masked",
                     r"! mask = \[USR1 RT_7\] +mask = \[QUIT ABRT USR1 SEGV TERM CHLD URG PROF RT_7\]")

    def test_a_version_without_a_table_is_refused(self):
        with self.assertRaises(conformance.Failed):
            conformance.check_table(PROGRAM, "mask_not_restored")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
