// Memory orders by name, and the part of one that a load can have.
#include "impl/world/order.hpp"

#include <gtest/gtest.h>

namespace extram {
namespace {

TEST(OrderNames, AreThoseOfTheStandard) {
  EXPECT_EQ(name_of(Order::relaxed), "relaxed");
  EXPECT_EQ(name_of(Order::acquire), "acquire");
  EXPECT_EQ(name_of(Order::release), "release");
  EXPECT_EQ(name_of(Order::acq_rel), "acq_rel");
  EXPECT_EQ(name_of(Order::seq_cst), "seq_cst");
}

TEST(OrderOfALoad, IsNeverARelease) {
  EXPECT_EQ(load_part(Order::release), Order::relaxed);
  EXPECT_EQ(load_part(Order::acq_rel), Order::acquire);
  for (const Order order : {Order::relaxed, Order::acquire, Order::seq_cst}) EXPECT_EQ(load_part(order), order);
}

}  // namespace
}  // namespace extram
