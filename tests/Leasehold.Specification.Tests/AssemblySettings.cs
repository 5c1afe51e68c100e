using Leasehold.Specification.Tests.Databases;
using Xunit.Sdk;
using Xunit.v3;

// The suite measures time-outs and counts the server's sessions: a neighbour's load would blur both.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SharedDatabases))]
