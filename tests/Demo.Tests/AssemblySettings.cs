using Xunit.Sdk;
using Xunit.v3;

// Plays and browser are measured against a clock, on few cores: beside each other they would disturb one another.
[assembly: Parallelization(Mode = ParallelMode.None)]
