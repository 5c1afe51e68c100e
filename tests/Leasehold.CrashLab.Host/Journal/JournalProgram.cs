using Leasehold.Durable;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>
/// A program with operations of every sort: added in sessions, transactions and EF Core's, recurring, cancelled,
/// paused, purged, and some that nobody can finish. Its other side is a folder of files.
/// </summary>
internal static class JournalProgram
{
    public static async Task RunAsync(string plan, string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(args);
        var database = DatabaseSettings.Read(builder.Configuration);
        builder.Services.AddSingleton(new OtherSide(builder.Configuration["ledger"]!));
        if (plan.Length > 0)
        {
            builder.Services.AddLeaseholdFaults(FaultPlan.Parse(plan));
        }

        var leasehold = builder.Services.AddLeasehold(builder.Configuration).UseDatabase(database);
        if (database.Kind != DatabaseKind.MySql)
        {
            // The driver for EF Core on MySQL is of another version of EF Core than the others.
            builder.Services.AddDbContextFactory<LabContext>(options => _ = database.Kind == DatabaseKind.Sqlite
                ? options.UseSqlite(database.ConnectionString)
                : options.UseNpgsql(database.ConnectionString));
            leasehold.AddEntityFrameworkCore<LabContext>();
        }

        leasehold.AddDurable()
            .AddOperation<WorkOperation>(WorkOperation.Kind)
            .AddOperation<OwnOperation>(OwnOperation.Kind)
            .AddOperation<HeldOperation>(HeldOperation.Kind)
            .AddOperation<HopelessOperation>(HopelessOperation.Kind)
            .AddOperation<TickOperation>(TickOperation.Kind)
            .AddRecurring(
                TickOperation.Kind,
                TickOperation.Kind,
                "* * * * * *",
                static occurrence => occurrence.At,
                static options => options.Missed = MissedOccurrences.All);
        if (builder.Configuration["script"] is not null)
        {
            builder.Services.AddHostedService<LabScript>();
        }

        await builder.Build().RunAsync();
    }
}
