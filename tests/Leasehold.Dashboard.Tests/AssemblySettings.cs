using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Xunit.Sdk;
using Xunit.v3;

// One browser, one application: what a page must show within two seconds is not to wait for a neighbour's page.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(ShopFixture))]
