using System.CommandLine;
using Leasehold.Scenarios.BeforeAfter;
using Leasehold.Scenarios.Durable;
using Leasehold.Scenarios.Images;
using Leasehold.Scenarios.Isolation;
using Leasehold.Scenarios.Overload;
using Leasehold.Scenarios.Reads;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Soak;
using Leasehold.Scenarios.Throughput;

var root = new RootCommand("Runs the services under load and checks what it promises.")
{
    BeforeAfterScenario.Create(),
    ThroughputScenario.Create(),
    ReadsScenario.Create(),
    OverloadScenario.Create(),
    IsolationScenario.Create(),
    DurableScenario.Create(),
    ImagesScenario.Create(),
    SoakScenario.Create(),
    ServeCommand.Create(),
    ServeCommand.CreateGateway(),
    ServeCommand.CreateImages(),
    ServeCommand.CreateProcessor(),
};
return await root.Parse(args).InvokeAsync();
