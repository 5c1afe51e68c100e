using System.Data.Common;
using System.Globalization;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Staged;
using Leasehold.BeforeAfter.Works;
using Leasehold.BeforeAfter.WrongWay;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.BeforeAfter.Serving;

/// <summary>Builds the service of one side: the same pools, routes, statements and client for both.</summary>
internal static class SideService
{
    /// <summary>In reality the song API is asked every ten seconds.</summary>
    private static readonly TimeSpan RealSongPause = TimeSpan.FromSeconds(10);

    public static WebApplication Build(
        SideStyle style, FunctionPlan plan, DatabaseSettings database, Uri apis, TaskTally tally)
    {
        var builder = LoopbackHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Settings(style, plan));
        builder.Services.AddLeasehold(builder.Configuration).UseDatabase(database);
        builder.Services.AddProblemDetails();
        builder.AddLeaseholdHttp();
        builder.Services.AddSingleton(tally);
        builder.Services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = apis,
        });
        builder.Services.AddSingleton(services => new ContentApis(
            services.GetRequiredService<HttpClient>(), RealSongPause / plan.TimeFactor));
        if (style == SideStyle.WrongWay)
        {
            AddWrongWay(builder.Services);
        }
        else
        {
            AddStaged(builder.Services);
        }

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseLeasehold();
        MapRoutes(app, plan);
        return app;
    }

    private static Dictionary<string, string?> Settings(SideStyle style, FunctionPlan plan)
        => new(StringComparer.Ordinal)
        {
            ["Leasehold:ApplicationName"] = style == SideStyle.WrongWay ? "wrong-way" : "staged",
            ["Leasehold:Pools:Api:Size"] = Text(FunctionPlan.ApiConnections),
            ["Leasehold:Pools:Api:MaxOverflow"] = "0",
            ["Leasehold:Pools:Api:AcquireTimeout"] = plan.AcquireTimeout.ToString("c", CultureInfo.InvariantCulture),
            ["Leasehold:Pools:Background:Size"] = Text(FunctionPlan.BackgroundConnections),
            ["Leasehold:Pools:Background:MaxOverflow"] = "0",
            ["Leasehold:Pools:Batch:Size"] = "1",

            // What the wrong way does is what the guard forbids: it is to be seen here, not stopped. The staged side
            // runs with the guard at its strictest.
            ["Leasehold:Guard:Mode"] = style == SideStyle.WrongWay ? "Log" : "Throw",
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void AddWrongWay(IServiceCollection services) => services
        .AddSingleton<DbDataSource>(static provider => provider.GetRequiredService<ConnectionPools>().Api)
        .AddSingleton<HeldVideo>().AddSingleton<HeldUpload>()
        .AddSingleton<HeldSong>().AddSingleton<HeldClip>().AddSingleton<HeldLyric>()
        .AddSingleton<FireAndForget>()
        .AddSingleton<IServingSide, WrongWaySide>();

    private static void AddStaged(IServiceCollection services) => services
        .AddSingleton<ThreeStages>()
        .AddSingleton<StagedVideo>().AddSingleton<StagedUpload>()
        .AddSingleton<StagedSong>().AddSingleton<StagedClip>().AddSingleton<StagedLyric>()
        .AddSingleton<StagedTasks>().AddHostedService(static provider => provider.GetRequiredService<StagedTasks>())
        .AddSingleton<IServingSide, StagedSide>();

    private static void MapRoutes(WebApplication app, FunctionPlan plan)
    {
        var kind = KindOf(plan.Function);
        var side = app.Services.GetRequiredService<IServingSide>();
        app.MapPost(plan.Route, async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var work = Work.New(kind);
            await (plan.IsTask
                ? side.AcceptAsync(work, context.RequestAborted)
                : side.ServeAsync(work, body.ToArray(), context.RequestAborted));
            return plan.IsTask ? Results.StatusCode(StatusCodes.Status202Accepted) : Results.Ok();
        });
        app.MapGet($"{plan.Route}/{{id}}", async (string id, HttpContext context)
            => await side.ReadAsync(id, context.RequestAborted) is null ? Results.NotFound() : Results.Ok());
    }

    private static string KindOf(GuideFunction function) => function switch
    {
        GuideFunction.Video => WorkKinds.Video,
        GuideFunction.Upload => WorkKinds.Picture,
        GuideFunction.Song => WorkKinds.Song,
        GuideFunction.Clip => WorkKinds.Clip,
        _ => WorkKinds.Lyric,
    };
}
