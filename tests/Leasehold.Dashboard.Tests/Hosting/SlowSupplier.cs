using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard.Tests.Hosting;

/// <summary>Somebody else's service, on Kestrel: it answers when the test says so.</summary>
internal sealed class SlowSupplier : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new(); // guards both sources
    private TaskCompletionSource _answer = NewSource();
    private TaskCompletionSource _asked = NewSource();

    private SlowSupplier(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<SlowSupplier> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var supplier = new SlowSupplier(app);
        app.MapPost("/", supplier.HandleAsync);
        await app.StartAsync();
        return supplier;
    }

    public Task NextCallAsync()
    {
        lock (_lock)
        {
            _asked = NewSource();
            return _asked.Task;
        }
    }

    /// <summary>Answers all who wait; those who come later wait again.</summary>
    public void Answer()
    {
        lock (_lock)
        {
            _answer.TrySetResult();
            _answer = NewSource();
        }
    }

    public ValueTask DisposeAsync()
    {
        Answer();
        return _app.DisposeAsync();
    }

    private async Task<IResult> HandleAsync()
    {
        Task answer;
        lock (_lock)
        {
            answer = _answer.Task;
            _asked.TrySetResult();
        }

        await answer;
        return Results.Ok();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
