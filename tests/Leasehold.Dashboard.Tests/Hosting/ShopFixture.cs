namespace Leasehold.Dashboard.Tests.Hosting;

/// <summary>The application that most tests look at; in Development, so for this machine.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    internal ShopApp Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await ShopApp.StartAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
