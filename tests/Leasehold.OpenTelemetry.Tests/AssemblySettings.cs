using Xunit.Sdk;
using Xunit.v3;

// What is exported is the whole process's: one scenario at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
