using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Load;
using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Demo.Tests.Functions;

/// <summary>One side of a function, with its external APIs, started.</summary>
internal sealed class SideUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryDatabase _database = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly OutcomeTally _outcomes = new();
    private readonly FunctionPlan _plan;
    private WebApplication? _service;
    private ExternalApis? _apis;

    private SideUnderTest(FunctionPlan plan) => _plan = plan;

    public ConnectionPools Pools => _service!.Services.GetRequiredService<ConnectionPools>();

    /// <summary>Completes when the first piece of work begins at the external APIs.</summary>
    public Task FirstCall => _apis!.FirstCall.WaitAsync(Patience);

    public static async Task<SideUnderTest> StartAsync(SideStyle style, FunctionPlan plan)
    {
        var side = new SideUnderTest(plan);
        side._apis = await ExternalApis.StartAsync(plan.Times, CancellationToken.None);
        side._service = SideService.Build(
            style, plan, side._database.Settings, side._apis.Address, new TaskTally(side._outcomes));
        await side._service.StartAsync();
        await using var connection = await side.Pools.Api.OpenConnectionAsync();
        await WorkTable.CreateAsync(connection);
        return side;
    }

    /// <summary>Has one work done; the status of the answer.</summary>
    public async Task<int> StartWorkAsync()
    {
        using var body = new ByteArrayContent(new byte[100]);
        using var answer = await _http.PostAsync(new Uri(new Uri(_service!.Urls.First()), _plan.Route), body);
        return (int)answer.StatusCode;
    }

    public async Task<long> CountAsync(string state)
    {
        await using var connection = await Pools.Api.OpenConnectionAsync();
        return await WorkTable.CountAsync(connection, state);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service!.DisposeAsync();
        await _apis!.DisposeAsync();
        _database.Dispose();
    }
}
