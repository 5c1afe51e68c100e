using System.Data.Common;
using Leasehold.Scenarios.Serving.HandWritten;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Scenarios.Serving.Expert;

/// <summary>
/// The services' hot routes by somebody who writes drivers: the driver alone, one packet where one will do, and nothing
/// around it that the contract does not ask for. It checks the API key, which tells the tenant.
/// </summary>
internal static class ExpertService
{
    private const int PreparedStatements = 50;

    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var options = RawDatabaseOptions.Read(builder.Configuration, writersTakeTurns: true);
        var source = Open(options);
        var app = builder.Build();
        var keyHash = Convert.FromHexString(builder.Configuration["Leasehold:Keys:0:Hash"]!);
        var tenant = builder.Configuration["Leasehold:Keys:0:Tenant"]!;
        var reads = new ExpertReads(options.Database.Kind, source);
        Map("/api/v1/payments/{payment_id}", reads.PaymentAsync);
        Map("/api/v1/images/{task_id}", reads.ImageAsync);
        var payment = new ExpertPayment(
            options.Database.Kind, source, HandWrittenService.CreateGateway(builder.Configuration));
        app.MapMethods(
            ProcessRoute.Pattern, [HttpMethods.Post], ExpertRequest.Guard(keyHash, tenant, payment.ProcessAsync));
        app.Lifetime.ApplicationStopped.Register(source.Dispose);
        return app;

        void Map(string pattern, Func<ExpertRequest, Task> handle)
            => app.MapMethods(pattern, [HttpMethods.Get], ExpertRequest.Guard(keyHash, tenant, handle));
    }

    // No reset between requests: what this code leaves on a session is nothing, and it is the only one that uses it.
    private static DbDataSource Open(RawDatabaseOptions options)
    {
        var (text, connections) = (options.Database.ConnectionString, options.Connections);
        return options.Database.Kind switch
        {
            DatabaseKind.PostgreSql => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(text)
            {
                MaxPoolSize = connections,
                MinPoolSize = connections,
                MaxAutoPrepare = PreparedStatements,
                NoResetOnClose = true,
            }),
            DatabaseKind.MySql => new MySqlDataSource(new MySqlConnectionStringBuilder(text)
            {
                MaximumPoolSize = (uint)connections,
                ConnectionIdleTimeout = 0,
                ConnectionReset = false,
            }.ConnectionString),
            _ => SqliteFactory.Instance.CreateDataSource(text),
        };
    }
}
