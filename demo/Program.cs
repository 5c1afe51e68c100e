using Leasehold.Demo;

return await DemoRun.RunAsync(args);
