using System.CommandLine;
using Leasehold.Scenarios.BeforeAfter;
using Leasehold.Scenarios.Durable;
using Leasehold.Scenarios.Isolation;
using Leasehold.Scenarios.Overload;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Throughput;

var root = new RootCommand("Runs the payment service under load and checks what it promises.")
{
    BeforeAfterScenario.Create(),
    ThroughputScenario.Create(),
    OverloadScenario.Create(),
    IsolationScenario.Create(),
    DurableScenario.Create(),
    ServeCommand.Create(),
    ServeCommand.CreateGateway(),
};
return await root.Parse(args).InvokeAsync();
