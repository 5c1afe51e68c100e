using Leasehold.Specification.Tests.Databases;
using Xunit.Sdk;
using Xunit.v3;

// Claims run out while a test waits: a neighbour's load would make healthy owners look dead.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SharedDatabases))]
