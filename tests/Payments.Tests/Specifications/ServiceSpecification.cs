using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>What every specification has: the service on one of the databases, and the gateway behind it.</summary>
public abstract class ServiceSpecification
{
    private protected ServiceSpecification(DatabaseFixture database)
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        Service = database.Service;
        Gateway = database.Gateway;
    }

    internal ServiceUnderTest Service { get; }

    internal GatewayUnderTest Gateway { get; }

    internal PaymentsApi Api => Service.Api;

    internal static string NewKey() => PaymentsApi.NewName("key");

    /// <summary>Starts all at once and waits for all.</summary>
    internal static Task<Reply[]> InParallelAsync(int count, Func<int, Task<Reply>> send)
        => Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => send(n))));
}
