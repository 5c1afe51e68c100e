using Leasehold.Specification.Tests.Databases;
using Xunit.Sdk;
using Xunit.v3;

// A test that stops the broker would stop its neighbours' too.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(SharedDatabases))]
