using System.Net;
using System.Net.Sockets;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.ServiceDefaults.Tests.Startup;

/// <summary>Why a service does not start is a line, not a stack; what fails later is logged with its stack.</summary>
public sealed class ServiceProgramTests
{
    [Fact]
    public async Task Run_AddressIsInUse_EndsWithoutAStackInTheLog()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (code, logs) = await RunAsync($"http://{taken.LocalEndpoint}", static _ => { });

        Assert.Equal(1, code);
        Assert.DoesNotContain(logs.GetSnapshot(), static record => record.Exception is not null);
    }

    [Fact]
    public async Task Run_FailsOnceStarted_IsLoggedWithItsStack()
    {
        var (_, logs) = await RunAsync(
            "http://127.0.0.1:0", static services => services.AddHostedService<FailingService>());

        Assert.Contains(logs.GetSnapshot(), static record => record.Exception is InvalidTimeZoneException);
    }

    private static async Task<(int Code, FakeLogCollector Logs)> RunAsync(
        string address, Action<IServiceCollection> register)
    {
        FakeLogCollector? logs = null;
        var code = await ServiceProgram.RunAsync([], last =>
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Services.AddFakeLogging();
            register(builder.Services);
            last(builder);
            var app = builder.Build();
            app.Urls.Add(address);
            logs = app.Services.GetFakeLogCollector();
            return app;
        });
        return (code, logs!);
    }

    private sealed class FailingService(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            throw new InvalidTimeZoneException();
        }
    }
}
