// What runs in a worker process: it takes up work, searches, answers its parent between two executions, and tells in
// the end what came of it.
#pragma once

#include "model/explore/child_process.hpp"
#include "model/explore/run.hpp"

namespace extram {

// The keys of messages. A parent sends {work} or {end}, or {go} to one that is held. A worker sends
//   {told: ..., left, given, share, split, held}   while it searches; left is null where the work is done; held: it
//                                            waits until it may go on, so that what all have learnt is kept with it
//   {trace}                                  events, where a trace is made
//   {refused}                                the work is none
//   {result, strength, left}                 the last one
void work_as_child(const RunRequest& request, Strategy& strategy, Page& page, Channel& channel);

// Explores what lies above a cut; sends {result, units: [{work, share}]}.
void plan_as_child(const RunRequest& request, DivisibleSearch& search, std::uint32_t depth, Page& page,
                   Channel& channel);

}  // namespace extram
