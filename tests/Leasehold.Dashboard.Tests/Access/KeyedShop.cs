using Leasehold.AspNetCore;
using Leasehold.Dashboard.Tests.Hosting;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>An application with two API keys, one of them an operator's.</summary>
public sealed class KeyedShop : IAsyncLifetime
{
    public NewApiKey Operator { get; } = ApiKeys.Create();

    public NewApiKey Plain { get; } = ApiKeys.Create();

    internal ShopApp Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await ShopApp.StartAsync(settings:
    [
        ("Leasehold:Keys:0:Name", "ops"), ("Leasehold:Keys:0:Tenant", "acme"),
        ("Leasehold:Keys:0:Hash", Operator.Hash), ("Leasehold:Keys:0:Roles:0", "operator"),
        ("Leasehold:Keys:1:Name", "shop"), ("Leasehold:Keys:1:Tenant", "acme"), ("Leasehold:Keys:1:Hash", Plain.Hash),
    ]);

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
