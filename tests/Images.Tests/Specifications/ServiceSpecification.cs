using Leasehold.Images.Images;
using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>What every specification has: the service on one of the databases, and the processor behind it.</summary>
public abstract class ServiceSpecification : IAsyncLifetime
{
    private readonly DatabaseFixture _database;

    private protected ServiceSpecification(DatabaseFixture database)
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        _database = database;
    }

    internal ServiceUnderTest Service => _database.Service;

    internal ProcessorUnderTest Processor => _database.Processor;

    internal ImagesApi Api => Service.Api;

    internal string Sample => Processor.Url + "/samples/gradient.jpg";

    /// <summary>Images that a request of a test has made; a batch's items come when their turn comes.</summary>
    internal Task<int> CountRowsAsync()
        => Service.QueryAsync(static db => db.GetTable<ImageRow>().CountAsync(static row => row.Batch == null));

    // Each test begins with a processor that works.
    public async ValueTask InitializeAsync() => await Processor.SetFaultsAsync("{}");

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
