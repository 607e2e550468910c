package com.example;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;

/** Keeps a Deployment for each Site, and tells in the Site's status how many of its servers are ready. */
public class SiteReconciler implements Reconciler<Site> {
    @Override
    public List<EventSource<?, Site>> prepareEventSources(EventSourceContext<Site> context) {
        return List.of(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Deployment.class, Site.class).build(), context));
    }

    @Override
    public UpdateControl<Site> reconcile(Site site, Context<Site> context) {
        Deployment wanted = deployment(site);
        Deployment found = context.getSecondaryResource(Deployment.class).orElse(null);
        if (found == null || found.getSpec().getReplicas() != site.getSpec().servers) {
            context.getClient().resource(wanted).serverSideApply();
        }
        Integer ready = found == null || found.getStatus() == null ? null : found.getStatus().getReadyReplicas();
        Site next = new Site();
        next.setMetadata(new ObjectMetaBuilder()
                .withName(site.getMetadata().getName())
                .withNamespace(site.getMetadata().getNamespace())
                .build());
        Site.Status status = new Site.Status();
        status.ready = ready == null ? 0 : ready;
        next.setStatus(status);
        return UpdateControl.patchStatus(next);
    }

    private static Deployment deployment(Site site) {
        String name = site.getMetadata().getName();
        Map<String, String> labels = Map.of("site", name);
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(site.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(site.getSpec().servers)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("nginx")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        deployment.addOwnerReference(site);
        return deployment;
    }
}
