"""The made-up town 青桥驿镇, for trying the office and for its tests."""
