/** What more than one workflow, or more than one part of it, answers: one name, one kind of answer. */
import { defineQuery } from '@temporalio/workflow';
import type { Unassigned } from '../onboarding/choice.js';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { OnboardingRequest } from '../onboarding/request.js';

export const requestQuery = defineQuery<OnboardingRequest>('request');
export const unassignedQuery = defineQuery<Unassigned[]>('unassigned');
export const handoverQuery = defineQuery<HandoverPackage | null>('handover');
