using Leasehold.Simulators.ImageProcessor;

return await ImageProcessorHost.RunAsync(args);
